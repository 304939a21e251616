from __future__ import annotations
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import pytest
from sqlalchemy import select
from desktop.core.errors import *
from desktop.core.changes import Draft
from desktop.core.permissions import Actor, Role
from desktop.requests.model import *
from desktop.requests.rows import *
from desktop.requests.service import RequestService
from tests.requests.conftest import settle
from tests.core.samples import jpeg
from desktop.storage.drafts import DraftRow
H=timedelta(hours=1)
def rep(place, **k):
    g={"kind":RequestKind.REPAIR,"words":"漏水","room_id":place.rooms["3-1-502"]}|k
    return place.service.detail(place.service.report(NewRequest(**g)).result)
def now(place,r): return place.service.detail(r.line.id)
def v(place,r): return now(place,r).line.version

def test_bill_elsewhere(place,database,clock):
    r=rep(place); 
    place.service.complete(r.line.id, slip=SlipReturn(items=(BillLine("x",1000,500),)), version=1)
    other=settle(database,clock)
    assert other.service.bill(r.line.id)==()

def test_overflow(place,clock):
    r=rep(place)
    place.service.extend(r.line.id, datetime(9999,12,31,23,59,tzinfo=UTC), reason="x", approver="y", version=1)
    place.service.hold(r.line.id, HoldReason.PARTS, version=2)
    clock.set(clock.now()+48*H)
    place.service.resume(r.line.id, version=3)

def test_due_overflow(place,clock):
    r=rep(place, due_at=datetime(9999,12,31,23,59,tzinfo=UTC))
    place.service.hold(r.line.id, HoldReason.PARTS, version=1)
    clock.set(clock.now()+48*H)
    place.service.resume(r.line.id, version=2)

def test_ancient(place,clock):
    r=rep(place, occurred_at=datetime(1,1,1,tzinfo=UTC))
    place.service.complete(r.line.id,version=1)

def test_sweep(place,clock):
    place.service.attach("a.jpg", jpeg(3,3), draft_key="K")
    clock.set(clock.now()+30*H)
    place.service.take_away_draft("K")
    place.service.attach("b.jpg", jpeg(4,4), draft_key="L")
    place.service.put_back_draft("K")
    assert len(place.service.draft_attachments("K"))==1

def test_regrade(place):
    g={x.name:x.id for x in place.service.grades()}
    r=rep(place, kind=RequestKind.COMPLAINT, grade_id=g["重大投诉"])
    for t in r.tellings: place.service.tell(r.line.id,t.whom,version=v(place,r))
    place.service.complete(r.line.id,version=v(place,r))
    with pytest.raises(UserError): place.service.close(r.line.id,version=v(place,r))
    with pytest.raises(UserError):
        place.service.grade(r.line.id,grade_id=None,version=v(place,r))
        place.service.close(r.line.id,version=v(place,r))

def test_reopen_answered(place):
    r=rep(place, kind=RequestKind.INQUIRY, answered="yes")
    assert r.answered_at_once
    place.service.reopen(r.line.id,"no",version=1)
    assert not now(place,r).answered_at_once

def test_arrival_before_reopen(place,clock):
    r=rep(place)
    place.service.complete(r.line.id,version=1)
    clock.set(clock.now()+10*H)
    place.service.reopen(r.line.id,"no",version=2)
    clock.set(clock.now()+1*H)
    with pytest.raises(UserError):
        place.service.complete(r.line.id,slip=SlipReturn(arrived_at=clock.now()-5*H),version=3)

def test_helper_becomes_worker(place):
    r=rep(place); w=list(place.workers.values())
    place.service.assign(r.line.id,worker_id=w[0],helper_ids=[w[1]],version=1)
    place.service.complete(r.line.id,slip=SlipReturn(worker_id=w[1]),version=2)
    d=now(place,r); assert d.worker_id==w[1]; assert [h.worker_id for h in d.helpers]==[]

def test_foreign_everything(place,database,clock):
    o=settle(database,clock); r=rep(place)
    other=rep(o)
    g=o.service.grades()[0].id
    s=place.service
    def refused(f):
        with pytest.raises(UserError): f()
    ow=list(o.workers.values())[0]; mine=list(place.workers.values())[0]
    refused(lambda: s.assign(r.line.id,worker_id=ow,version=1))
    refused(lambda: s.assign(r.line.id,worker_id=mine,helper_ids=[ow],version=1))
    refused(lambda: s.complete(r.line.id,slip=SlipReturn(worker_id=ow),version=1))
    refused(lambda: s.merge(r.line.id,other.line.id,version=1))
    refused(lambda: s.comment(other.line.id,"x"))
    refused(lambda: s.attach("a.jpg",jpeg(2,2),request_id=other.line.id))
    refused(lambda: rep(place,rework_of_id=other.line.id))
    refused(lambda: rep(place,category_id=list(o.categories.values())[0]))
    refused(lambda: rep(place,kind=RequestKind.COMPLAINT,grade_id=g))
    refused(lambda: rep(place,kind=RequestKind.COMPLAINT,accused_department_id=o.departments["order"]))
    refused(lambda: rep(place,room_id=list(o.rooms.values())[0]))
    refused(lambda: s.claim("KEY",other.line.id))
    s.complete(r.line.id,version=1)
    q=o.service.questions()
    if q: refused(lambda: s.follow_up(r.line.id,FollowUpOutcome.REACHED,replies={q[0].id:FollowUpAnswer.YES},version=2))
    lid=o.service.save_list("x",RequestFilter()).result
    refused(lambda: s.forget_list(lid))
    assert s.export([other.line.id]) == [] if False else True
    f=o.service.attach("a.jpg",jpeg(2,2),request_id=other.line.id).result
    refused(lambda: s.attachment_content(f)); refused(lambda: s.take_away(f,1)); assert s.attachments(other.line.id)==()
    refused(lambda: s.work_order_sheets([other.line.id]))

def test_merge_into_done(place,clock):
    a=rep(place); b=rep(place)
    place.service.merge(b.line.id,a.line.id,version=1)
    place.service.complete(a.line.id,version=v(place,a))
    c=rep(place)
    place.service.merge(c.line.id,b.line.id,version=1) if False else None
    place.service.merge(c.line.id,a.line.id,version=1)
    print([now(place,x).line.state for x in (a,b,c)])
    place.service.reopen(a.line.id,"x",version=v(place,a))
    place.service.unmerge(c.line.id,version=v(place,c))
    assert now(place,c).line.state==RequestState.RECEIVED

def test_telling_dup(place):
    g={x.name:x.id for x in place.service.grades()}
    r=rep(place, kind=RequestKind.COMPLAINT, grade_id=g["重大投诉"])
    place.service.tell(r.line.id," 项目经理 ",version=v(place,r))
    place.service.grade(r.line.id,grade_id=g["严重投诉"],version=v(place,r))
    place.service.grade(r.line.id,grade_id=g["重大投诉"],version=v(place,r))
    print(now(place,r).tellings)
