-- Which settings were tried, and whom of can each change?
-- Grain:   one row per setting
-- Params:  $setting_no, $list (lists of equal length)
select
    unnest($setting_no::integer[]) as setting_no,
    unnest($list::varchar[]) as list
