-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "access_log" JSONB;
