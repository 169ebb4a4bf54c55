-- CreateTable
CREATE TABLE "origin_lease" (
    "cluster" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "demand" DOUBLE PRECISION NOT NULL,
    "per_second" DOUBLE PRECISION NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "origin_lease_pkey" PRIMARY KEY ("cluster","node")
);
