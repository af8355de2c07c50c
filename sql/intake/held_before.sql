-- Does the store hold any version of this table that this system told?
-- Grain:   one row, none if it holds none
-- Inputs:  {{ table }}
-- Params:  $system
select 1 as is_held
where exists (select 1 from {{ table }} where system = $system)
