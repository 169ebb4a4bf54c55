-- AlterTable
ALTER TABLE "cdn" ADD COLUMN     "capacity" JSONB,
ADD COLUMN     "load_internal" BOOLEAN,
ADD COLUMN     "load_url" TEXT;

-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "record_traffic" BOOLEAN;

-- CreateTable
CREATE TABLE "expectation" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "when" JSONB NOT NULL,
    "never" TEXT[],
    "cdn" TEXT,
    "at_least_percent" INTEGER,
    "at_most_percent" INTEGER,

    CONSTRAINT "expectation_pkey" PRIMARY KEY ("key")
);
