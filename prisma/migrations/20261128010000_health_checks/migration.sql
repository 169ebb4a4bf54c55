-- AlterTable
ALTER TABLE "cdn" ADD COLUMN     "health_check" JSONB;

-- AlterTable
ALTER TABLE "origin_cluster" ADD COLUMN     "max_requests_per_second" INTEGER,
ADD COLUMN     "max_share" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "max_ejected_percent" INTEGER;
