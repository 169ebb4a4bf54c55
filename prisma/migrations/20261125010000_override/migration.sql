-- AlterTable
ALTER TABLE "working_copy" ADD COLUMN     "overrides_version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "override" (
    "slot" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target" TEXT,
    "value" JSONB,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "override_pkey" PRIMARY KEY ("slot")
);
