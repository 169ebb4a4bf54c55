-- CreateTable
CREATE TABLE "cdn_load" (
    "cdn" TEXT NOT NULL,
    "percent" DOUBLE PRECISION,
    "mbps" DOUBLE PRECISION,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "recent" TIMESTAMPTZ(3)[],

    CONSTRAINT "cdn_load_pkey" PRIMARY KEY ("cdn")
);
