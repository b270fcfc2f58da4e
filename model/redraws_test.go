package model

import (
	"testing"
	"time"
)

func TestDataIsDrawnAtMostFiveTimesASecond(t *testing.T) {
	t.Parallel()
	var r redraws
	now := time.Now()
	if !r.ready(now) {
		t.Error("the first data has to wait")
	}
	r.done(now)
	if r.ready(now.Add(redrawEvery - 1)) {
		t.Error("the next data need not wait")
	}
	if r.request() == nil || r.request() != nil {
		t.Error("one message is to be on its way when two ask for it")
	}
	if !r.arrived() {
		t.Error("what came meanwhile is not drawn")
	}
	r.done(now.Add(redrawEvery))
	if r.wait(); r.arrived() {
		t.Error("without anything new there is something to draw")
	}
}
