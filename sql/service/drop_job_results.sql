-- Lets go of what came of long work, and of what was said where it failed: any of it may speak of the person. That the
-- work was done, or failed, stays, and it is said that more was there.
-- Inputs:  job
-- Params:  none
update job
set
    result = null,
    problem = 'What was said of it was let go when somebody was put out of sight.'
where result is not null or state = 'failed'
