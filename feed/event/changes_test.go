package event_test

import (
	"reflect"
	"testing"
	"time"

	"sockeye/feed/event"
)

// changed is a batch in which the state has changed, once a second from a time on.
func changed(from int64, states ...event.State) *event.Batch {
	var b event.Builder
	var last event.StateChange
	for i, s := range states {
		last = event.StateChange{State: s, At: time.Unix(from+int64(i), 0)}
		b.ChangeState(last)
	}
	return b.Seal(event.Status{State: last.State, Since: last.At}, event.Labels{})
}

// states are those to which the state of a batch has changed.
func states(b *event.Batch, before event.Status) (all []event.State) {
	for _, c := range b.ChangesSince(&before) {
		all = append(all, c.State)
	}
	return all
}

func TestBatchesKeepEveryChangeOfTheState(t *testing.T) {
	before := event.Status{State: event.Connecting, Since: time.Unix(0, 0)}
	first, second := changed(1, event.Open, event.Retry), changed(3, event.Connecting, event.Open)
	want := []event.State{event.Open, event.Retry, event.Connecting, event.Open}
	for name, b := range map[string]*event.Batch{
		"joined": event.Join([]*event.Batch{first, second}),
		"merged": event.Merge(event.Merge(nil, first), second),
	} {
		if got := states(b, before); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestTheStateOfABatchWithoutChangesIsAChangeForWhoHasNotSeenIt(t *testing.T) {
	b := &event.Batch{Status: event.Status{State: event.Open, Since: time.Unix(5, 0)}}
	if got := states(b, event.Status{State: event.Retry}); !reflect.DeepEqual(got, []event.State{event.Open}) {
		t.Errorf("%v", got)
	}
	if got := states(b, b.Status); len(got) != 0 {
		t.Errorf("for who has seen it: %v", got)
	}
}

func TestABatchHasABoundedNumberOfChanges(t *testing.T) {
	var merged *event.Batch
	for i := range int64(1000) {
		merged = event.Merge(merged, changed(2*i, event.Connecting, event.Retry))
	}
	if n := len(merged.Changes); n > 64 {
		t.Errorf("%d changes", n)
	}
	if got := states(merged, event.Status{}); got[len(got)-1] != event.Retry {
		t.Errorf("the last one is %v", got[len(got)-1])
	}
}
