-- The audit trail by role, and the canary that runs, which every change asks for: both read the whole table.
CREATE INDEX "audit_event_role_id_idx" ON "audit_event"("role", "id");

CREATE INDEX "canary_state_revision_idx" ON "canary"("state", "revision");
