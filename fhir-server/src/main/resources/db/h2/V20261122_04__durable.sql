-- A commit is in the file before it is acknowledged, so that a killed process loses nothing.
set write_delay 0;
