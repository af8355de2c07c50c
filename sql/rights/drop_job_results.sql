-- Lets go of what came of long work: any of it may speak of the person. That the work was done stays.
-- Inputs:  job
-- Params:  none
update job
set result = null
where result is not null
