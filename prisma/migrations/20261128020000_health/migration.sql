-- CreateTable
CREATE TABLE "health_report" (
    "node" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "report" JSONB NOT NULL,

    CONSTRAINT "health_report_pkey" PRIMARY KEY ("node")
);

-- CreateTable
CREATE TABLE "health_event" (
    "id" SERIAL NOT NULL,
    "cdn" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "health" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "health_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "health_event_cdn_id_idx" ON "health_event"("cdn", "id");

-- CreateIndex
CREATE INDEX "health_event_at_idx" ON "health_event"("at");

-- CreateIndex
CREATE UNIQUE INDEX "health_event_cdn_at_health_key" ON "health_event"("cdn", "at", "health");
