-- Lets go of what was answered to changes that the service keeps to be repeated: any of it may speak of the person.
-- That they were made stays, so that none is made twice; so do answers that work was taken on (202), which name a job
-- alone.
-- Inputs:  served_request
-- Params:  none
update served_request
set status = 0, headers = '{}', content = ''::blob
where status != 202
