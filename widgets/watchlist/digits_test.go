package watchlist

import (
	"strings"
	"testing"

	"sockeye/widgets/theme"
)

// TestDigitsThatHaveChangedAreColoured, and those before them are not, in the table and in the ticker; where a row is dim none is.
func TestDigitsThatHaveChangedAreColoured(t *testing.T) {
	t.Parallel()
	th, err := theme.New(theme.Appearance{Theme: "dark"})
	if err != nil {
		t.Fatal(err)
	}
	change := theme.Change{Before: 61239.9, Rise: 1, Fresh: true}
	want := "61,2" + th.Digits(change).Render("40.2")
	for _, ticker := range []bool{false, true} {
		for _, state := range []State{Live, Off} {
			m := New(th)
			m.SetTicker(ticker)
			m.SetSize(60, 6)
			m.SetRows([]Row{{Label: "XBT/USD", State: state, HasValue: true, Last: 61240.2, Decimals: 1, Change: change}})
			if got := strings.Contains(m.View(), want); got != (state == Live) {
				t.Errorf("ticker %t, %v: coloured %t:\n%s", ticker, state, got, m.View())
			}
		}
	}
}
