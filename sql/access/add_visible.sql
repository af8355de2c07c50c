-- Begins the statement that adds those of one more grant to the people whom a caller may see, on one cursor only.
-- A person seen by several grants stands there once for each.
insert into visible_person
