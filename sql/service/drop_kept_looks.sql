-- Lets go of every answer to a look that the service kept to be repeated: any may speak of the person.
-- Inputs:  served_request
-- Params:  none
delete from served_request
where (headers::json ->> ':look')::boolean
