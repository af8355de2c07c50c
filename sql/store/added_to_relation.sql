-- Begins the statement that adds rows to a stored derived relation.
-- Grain:  that of the relation
-- Inputs: none
-- Blanks: {{ table }}: its name
insert into {{ table }}
