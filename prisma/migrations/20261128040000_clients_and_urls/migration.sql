-- AlterTable
ALTER TABLE "cdn" ADD COLUMN     "exclude_countries" TEXT[],
ADD COLUMN     "exclude_unknown" BOOLEAN,
ADD COLUMN     "exclude_zones" TEXT[],
ADD COLUMN     "https_only" BOOLEAN,
ADD COLUMN     "signing" JSONB,
ADD COLUMN     "url_template" TEXT;

-- AlterTable
ALTER TABLE "pool" ADD COLUMN     "stabilise" INTEGER;

-- CreateTable
CREATE TABLE "zone" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "cidrs" TEXT[],

    CONSTRAINT "zone_pkey" PRIMARY KEY ("key")
);
