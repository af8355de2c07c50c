-- Does the store hold any version of this table that this system told?
-- Grain:   one row
-- Inputs:  {{ table }}
-- Params:  $system
select exists (select 1 from {{ table }} where system = $system) as is_held
