-- A control id that comes again and again: its messages are found by their content, or by their time.
create index message_content on message (control_id, partner, hash);
create index message_sent on message (control_id, partner, message_time, outcome);
drop index message_control_id;
