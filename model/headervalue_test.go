package model

import (
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/widgets/header"
)

// TestTheHeaderHasTheValueOfTheSelectedRow has one with a value and one without.
func TestTheHeaderHasTheValueOfTheSelectedRow(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("OPEN 1 rejected", " A 1.50 ")
	value := func() header.Value { return d.m.tab().At(d.m.now).Figures(d.m.host().Shown(d.m.tab())).Value }
	if v := value(); v.Old || !v.Known || v.Last != 1.5 {
		t.Errorf("%+v", v)
	}
	d.keys("p")
	if v := value(); !v.Old {
		t.Errorf("frozen: %+v", v)
	}
	d.keys("p", "tab", "j")
	d.sees(" B – ")
	if v := value(); !v.Old || v.Known {
		t.Errorf("rejected: %+v", v)
	}
}
