-- Begins the statement that adds rows to a stored derived relation.
-- Grain:  that of the relation
-- Inputs: none
insert into {{ table }}
