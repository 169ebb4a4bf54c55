-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "rate_limit" JSONB;
