-- AlterTable
ALTER TABLE "origin_cluster" ADD COLUMN     "ratio" INTEGER;

-- CreateTable
CREATE TABLE "pool" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "members" JSONB NOT NULL,
    "fallbacks" TEXT[],
    "sticky_parameter" TEXT,

    CONSTRAINT "pool_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "rule" (
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "pool" TEXT NOT NULL,
    "match" JSONB NOT NULL,

    CONSTRAINT "rule_pkey" PRIMARY KEY ("key")
);
