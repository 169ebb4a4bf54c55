-- A canary of an earlier version, also one that still runs, was published to be promoted however few requests came.
ALTER TABLE "canary" ADD COLUMN "on_too_few_requests" TEXT NOT NULL DEFAULT 'PROMOTED';
