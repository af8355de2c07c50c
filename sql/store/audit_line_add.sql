-- Add a line to the audit log.
-- Grain:  one row
-- Inputs: none
-- Params: the columns of audit_log
insert into audit_log (
    seq, logged_at, who, purpose, action, detail, people_count, people_sha256, previous_mac, mac
)
values ($seq, $logged_at, $who, $purpose, $action, $detail, $people_count, $people_sha256, $previous_mac, $mac)
