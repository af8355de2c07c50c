-- 200 people of a benchmark's store, spread by a hash of their numbers.
select person_id
from person_current
order by hash(person_id), person_id
limit 200
