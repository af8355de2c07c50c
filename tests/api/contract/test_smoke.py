import time
import httpx2
def test_a(service):
    t=time.process_time()
    with httpx2.Client(base_url=service.url,headers={"Authorization":"Bearer all-roles"}) as c:
        for p in ("/v1/me","/v1/runs","/v1/runs/1","/v1/runs/1/proposals","/v1/people/5","/v1/refused-rows","/v1/matches","/v1/imports","/v1/reference","/v1/audit", "/v1/runs/1/near-misses","/v1/runs/1/differences/2","/v1/risk?as_at=2026-10-31","/v1/risk/calibration?as_at=2024-10-31","/v1/risk/recalibration?as_at=2024-10-31"):
            t=time.process_time()
            r=c.get(p)
            print(p,r.status_code,len(r.content),round(time.process_time()-t,3))
        print(c.get("/v1/matches").text[:300])
        print(c.get("/v1/runs").text[:1500])
