package theme

import "testing"

// TestDigitsThatHaveChangedDiffer in every theme from those that have not, and for a second from how they are afterwards.
func TestDigitsThatHaveChangedDiffer(t *testing.T) {
	themes := map[string]*Theme{"mono": monoTheme()}
	for _, m := range measured {
		themes[m.name] = m.theme()
	}
	for name, th := range themes {
		for _, rise := range []int{1, -1} {
			fresh, old := th.Digits(Change{Rise: rise, Fresh: true}).Render("1"), th.Digits(Change{Rise: rise}).Render("1")
			if fresh == old {
				t.Errorf("%s: a change of %d is written %q, and so it is after a second", name, rise, fresh)
			}
			if plain := th.Text.Render("1"); fresh == plain && old == plain {
				t.Errorf("%s: a change of %d is not seen", name, rise)
			}
		}
	}
}

func TestChangedFrom(t *testing.T) {
	for _, c := range []struct {
		now, before string
		want        int
	}{{"61,240.2", "61,240.1", 7}, {"61,240.2", "61,239.9", 4}, {"9.9", "10.0", 0}, {"1", "1", 1}, {"", "", 0}} {
		if got := ChangedFrom(c.now, c.before); got != c.want {
			t.Errorf("%s after %s differs from %d, want %d", c.now, c.before, got, c.want)
		}
	}
}
