-- CreateTable
CREATE TABLE "canary" (
    "revision" INTEGER NOT NULL,
    "node" TEXT NOT NULL,
    "workers" INTEGER NOT NULL,
    "seconds" INTEGER NOT NULL,
    "max_refused_ratio" DOUBLE PRECISION,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "canary_pkey" PRIMARY KEY ("revision")
);

-- AddForeignKey
ALTER TABLE "canary" ADD CONSTRAINT "canary_revision_fkey" FOREIGN KEY ("revision") REFERENCES "config_revision"("number") ON DELETE RESTRICT ON UPDATE CASCADE;
