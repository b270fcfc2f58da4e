package watchlist

import (
	"slices"
	"testing"
)

func TestOrdersAreThoseOfTheColumns(t *testing.T) {
	rows := []Row{
		{Label: "b", State: Live, ChangePct: 1, PerSecond: 3, Age: 2},
		{Label: "c", State: Rejected, ChangePct: 3, PerSecond: 1, Age: 3},
		{Label: "a", State: Stale, ChangePct: 2, PerSecond: 2, Age: 1},
	}
	want := map[string]string{"by label": "abc", "by state": "cab", "by change": "cab", "by rate": "bac", "by age": "abc"}
	for _, order := range Orders() {
		sorted := slices.Clone(rows)
		slices.SortFunc(sorted, func(a, b Row) int { return order.Compare(&a, &b) })
		if got := sorted[0].Label + sorted[1].Label + sorted[2].Label; got != want[order.Name] {
			t.Errorf("%s: %s, want %s", order.Name, got, want[order.Name])
		}
		delete(want, order.Name)
	}
	if len(want) > 0 {
		t.Errorf("there is no order %v", want)
	}
}

func TestTroubledStatesAreOrderedByUrgency(t *testing.T) {
	if got, want := Troubled(), []State{Rejected, Unsent, Ended, Stale, Unanswered, NoData, OnlyHistory, Pending}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
