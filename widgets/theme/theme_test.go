package theme

import (
	"image/color"
	"reflect"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"

	"sockeye/widgets/text"
)

func TestThemes(t *testing.T) {
	for _, test := range []struct {
		appearance Appearance
		want       *palette // nil: mono
	}{
		{Appearance{}, &ansiUnknown},
		{Appearance{Theme: "auto"}, &ansiUnknown},
		{Appearance{Theme: "auto", Background: DarkBackground}, &dark},
		{Appearance{Background: LightBackground}, &light},
		{Appearance{Theme: "dark"}, &dark},
		{Appearance{Theme: "dark", Background: LightBackground}, &dark}, // named, and not by the background
		{Appearance{Theme: "light"}, &light},
		{Appearance{Theme: "ansi"}, &ansiUnknown},
		{Appearance{Theme: "ansi", Background: DarkBackground}, &ansiDark},
		{Appearance{Theme: "ansi", Background: LightBackground}, &ansiLight},
		{Appearance{Theme: "deuteranopia"}, &ansiUnknown},
		{Appearance{Theme: "deuteranopia", Background: DarkBackground}, &safeDark},
		{Appearance{Theme: "deuteranopia", Background: LightBackground}, &safeLight},
		{Appearance{Theme: "mono", Background: DarkBackground}, nil},
		{Appearance{Theme: "dark", Depth: SixteenColours}, &ansiDark},
		{Appearance{Theme: "light", Depth: SixteenColours}, &ansiLight},
		{Appearance{Theme: "deuteranopia", Background: DarkBackground, Depth: SixteenColours}, &ansiSafeDark},
		{Appearance{Theme: "deuteranopia", Background: LightBackground, Depth: SixteenColours}, &ansiLight},
		{Appearance{Theme: "dark", Depth: NoColours}, nil},
	} {
		want := monoTheme()
		if test.want != nil {
			want = test.want.theme()
		}
		if got, err := New(test.appearance); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v gives another theme (error %v)", test.appearance, err)
		}
	}
	for _, name := range Names() {
		if _, err := New(Appearance{Theme: name}); err != nil {
			t.Error(err)
		}
	}
	_, err := New(Appearance{Theme: "sol\x1barized"})
	if err == nil || !strings.Contains(err.Error(), "sol␛arized") || !strings.Contains(err.Error(), "deuteranopia") {
		t.Errorf("an unknown theme gives %v", err)
	}
}

func TestUpAndDownSwap(t *testing.T) {
	for _, name := range Names() {
		a := Appearance{Theme: name, Background: DarkBackground, Glyphs: text.ASCII}
		as, _ := New(a)
		a.SwapUpDown = true
		swapped, _ := New(a)
		if !reflect.DeepEqual(as.Up, swapped.Down) || !reflect.DeepEqual(as.Down, swapped.Up) || reflect.DeepEqual(as.Up, as.Down) {
			t.Errorf("%s: up and down are not swapped, or alike", name)
		}
		if swapped.Glyphs != text.ASCII {
			t.Errorf("%s: the glyphs are not kept", name)
		}
	}
}

func TestMonoHasNoColours(t *testing.T) {
	th := reflect.ValueOf(*monoTheme())
	var styles []lipgloss.Style
	for i := range th.NumField() {
		switch field := th.Field(i).Interface().(type) {
		case lipgloss.Style:
			styles = append(styles, field)
		case [SeriesStyles]lipgloss.Style:
			styles = append(styles, field[:]...)
		}
	}
	if len(styles) < 20 {
		t.Fatalf("only %d styles", len(styles))
	}
	for _, style := range styles {
		for _, c := range []color.Color{style.GetForeground(), style.GetBackground()} {
			if _, none := c.(lipgloss.NoColor); !none {
				t.Errorf("%v is a colour", c)
			}
		}
	}
}

func TestNothingThatIsReadIsFaint(t *testing.T) {
	themes := []*Theme{monoTheme()}
	for _, m := range measured {
		themes = append(themes, m.theme())
	}
	for i, th := range themes {
		for name, style := range readable(th) {
			if style.GetFaint() {
				t.Errorf("theme %d: %s is faint", i, name)
			}
		}
	}
}

// TestWhatIsOldLooksOldInEveryTheme: nothing of it is drawn as it is live.
func TestWhatIsOldLooksOldInEveryTheme(t *testing.T) {
	for _, name := range Names() {
		for _, background := range []Background{UnknownBackground, DarkBackground, LightBackground} {
			for _, depth := range []Depth{ManyColours, SixteenColours, NoColours} {
				th, err := New(Appearance{Theme: name, Background: background, Depth: depth})
				if err != nil {
					t.Fatal(err)
				}
				old := th.Dimmed()
				for part, styles := range map[string][2]lipgloss.Style{
					"text": {th.Text, old.Text}, "title": {th.Title, old.Title}, "rise": {th.Up, old.Up}, "good": {th.Good, old.Good},
					"value": {th.Text, th.PastValue()}, "label": {th.Label, old.Label}, "chart": {th.Chart, old.Chart}, "series": {th.Series[1], old.Series[1]},
				} {
					if styles[0].Render("x") == styles[1].Render("x") {
						t.Errorf("%s on background %d with depth %d: the %s of what is old is drawn as that of now", name, background, depth, part)
					}
				}
			}
		}
	}
}

// What the keys go to, what a search found, and what an alert says differ from all around in every theme, and a match
// from the cursor that it may lie in.
func TestWhatMustStandOutDoes(t *testing.T) {
	themes := map[string]*Theme{"mono": monoTheme()}
	for _, m := range measured {
		themes[m.name] = m.theme()
	}
	for name, th := range themes {
		for _, pair := range [][2]lipgloss.Style{
			{th.Border, th.Focus}, {th.Text, th.Cursor}, {th.Text, th.Match}, {th.Cursor, th.Match},
			{th.Bad, th.Raised}, {th.Raised, th.Acknowledged}, {th.Text, th.Raised}, {th.Text, th.Warn}, {th.Text, th.Bad}, {th.Warn, th.Bad},
		} {
			if pair[0].Render("x") == pair[1].Render("x") {
				t.Errorf("%s: two styles that should differ write %q", name, pair[0].Render("x"))
			}
		}
	}
}

func TestNames(t *testing.T) {
	if names := Names(); !slices.Equal(names, []string{"auto", "dark", "light", "ansi", "deuteranopia", "mono"}) {
		t.Errorf("the themes are %q", names)
	}
}
