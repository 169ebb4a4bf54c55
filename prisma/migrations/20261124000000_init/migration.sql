-- CreateTable
CREATE TABLE "origin_cluster" (
    "key" TEXT NOT NULL,
    "host_suffix" TEXT NOT NULL,
    "server_label_pattern" TEXT,
    "schemes" TEXT[],
    "ports" INTEGER[],

    CONSTRAINT "origin_cluster_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "cdn" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "weight" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL,

    CONSTRAINT "cdn_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "ratio" INTEGER NOT NULL,
    "redirect_status" INTEGER NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "working_copy" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL,

    CONSTRAINT "working_copy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "config_revision" (
    "number" INTEGER NOT NULL,
    "format_version" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "parent" INTEGER,
    "rollback_of" INTEGER,
    "message" TEXT,
    "author" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "config_revision_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "revision" INTEGER,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);


-- One row each. Prisma's schema can't say so, and its drift check doesn't look.
ALTER TABLE "settings" ADD CONSTRAINT "settings_single_row" CHECK ("id" = 1);
ALTER TABLE "working_copy" ADD CONSTRAINT "working_copy_single_row" CHECK ("id" = 1);
