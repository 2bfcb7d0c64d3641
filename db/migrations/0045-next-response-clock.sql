-- module: clocks
-- VIII.c: the desk's own goal after a reopening warns, escalates and sorts the queue like the other clocks. It is in no promise.
alter type clock_kind add value 'next_response';
