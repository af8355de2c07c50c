-- Does away with a derived relation made for another moment, on one cursor only.
drop table if exists temp.{{ table }}
