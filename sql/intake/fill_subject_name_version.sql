-- What are the names and addresses of people whose blanks other rows of the file, or what is held, fill?
-- Grain:   one row per record of such a key (updated)
-- Inputs:  arrived_subject_name_version, blank_key, subject_name_version, failure
-- Params:  $system
-- An address and its postcode go together: a new one of either takes no old one of the other. The content is spelt as
-- iom/intake/canonical.py spells it.
update arrived_subject_name_version
set
    surname = f.surname,
    forenames = f.forenames,
    address = f.address,
    postcode = f.postcode,
    content = f.content
from (
    with united as (
        select
            a.record_key,
            max(a.surname) as surname,
            max(a.forenames) as forenames,
            max(a.address) as address,
            max(a.postcode) as postcode
        from arrived_subject_name_version as a
        inner join blank_key as k on a.record_key = k.record_key
        where a.content is not null and a.row_no not in (select b.row_no from failure as b)
        group by a.record_key
    ),

    held as (
        select
            record_key,
            surname,
            forenames,
            address,
            postcode
        from subject_name_version
        where
            system = $system
            and known_to is null
            and record_key in (select k.record_key from blank_key as k where k.keeps)
    ),

    filled as (
        select
            u.record_key,
            coalesce(u.surname, h.surname) as surname,
            coalesce(u.forenames, h.forenames) as forenames,
            case
                when u.postcode is null or u.postcode = h.postcode or u.address is not null
                    then coalesce(u.address, h.address)
            end as address,
            case
                when u.address is null or u.address = h.address or u.postcode is not null
                    then coalesce(u.postcode, h.postcode)
            end as postcode
        from united as u
        left join held as h on u.record_key = h.record_key
    )

    select
        record_key,
        surname,
        forenames,
        address,
        postcode,
        md5_number(
            concat_ws(
                chr(31),
                coalesce(surname::varchar, chr(30)),
                coalesce(forenames::varchar, chr(30)),
                coalesce(address::varchar, chr(30)),
                coalesce(postcode::varchar, chr(30))
            )
        ) as content
    from filled
) as f
where
    arrived_subject_name_version.record_key = f.record_key
    and arrived_subject_name_version.content is not null
    and arrived_subject_name_version.content != f.content
