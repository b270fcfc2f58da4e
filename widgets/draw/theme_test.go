package draw

import (
	"image/color"
	"reflect"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
)

func TestThemes(t *testing.T) {
	for _, test := range []struct {
		look Look
		want *palette // nil: mono
	}{
		{Look{}, &ansiUnknown},
		{Look{Theme: "auto"}, &ansiUnknown},
		{Look{Theme: "auto", Background: DarkBackground}, &dark},
		{Look{Background: LightBackground}, &light},
		{Look{Theme: "dark"}, &dark},
		{Look{Theme: "dark", Background: LightBackground}, &dark}, // who says so knows
		{Look{Theme: "light"}, &light},
		{Look{Theme: "ansi"}, &ansiUnknown},
		{Look{Theme: "ansi", Background: DarkBackground}, &ansiDark},
		{Look{Theme: "ansi", Background: LightBackground}, &ansiLight},
		{Look{Theme: "deuteranopia"}, &ansiUnknown},
		{Look{Theme: "deuteranopia", Background: DarkBackground}, &safeDark},
		{Look{Theme: "deuteranopia", Background: LightBackground}, &safeLight},
		{Look{Theme: "mono", Background: DarkBackground}, nil},
		{Look{Theme: "dark", Depth: SixteenColours}, &ansiDark},
		{Look{Theme: "light", Depth: SixteenColours}, &ansiLight},
		{Look{Theme: "deuteranopia", Background: DarkBackground, Depth: SixteenColours}, &ansiSafeDark},
		{Look{Theme: "deuteranopia", Background: LightBackground, Depth: SixteenColours}, &ansiLight},
		{Look{Theme: "dark", Depth: NoColours}, nil},
	} {
		want := monoTheme()
		if test.want != nil {
			want = test.want.theme()
		}
		if got, err := NewTheme(test.look); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v gives another theme (error %v)", test.look, err)
		}
	}
	for _, name := range ThemeNames() {
		if _, err := NewTheme(Look{Theme: name}); err != nil {
			t.Error(err)
		}
	}
	_, err := NewTheme(Look{Theme: "sol\x1barized"})
	if err == nil || !strings.Contains(err.Error(), "sol␛arized") || !strings.Contains(err.Error(), "deuteranopia") {
		t.Errorf("an unknown theme gives %v", err)
	}
}

func TestUpAndDownSwap(t *testing.T) {
	for _, name := range ThemeNames() {
		look := Look{Theme: name, Background: DarkBackground, Glyphs: ASCII}
		as, _ := NewTheme(look)
		look.SwapUpDown = true
		swapped, _ := NewTheme(look)
		if !reflect.DeepEqual(as.Up, swapped.Down) || !reflect.DeepEqual(as.Down, swapped.Up) || reflect.DeepEqual(as.Up, as.Down) {
			t.Errorf("%s: up and down are not swapped, or alike", name)
		}
		if swapped.Glyphs != ASCII {
			t.Errorf("%s: the glyphs got lost", name)
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

func TestParseGlyphs(t *testing.T) {
	for i, name := range glyphNames {
		if g, err := ParseGlyphs(name); err != nil || int(g) != i {
			t.Errorf("%s is %d (error %v), want %d", name, g, err, i)
		}
	}
	if _, err := ParseGlyphs("ebcdic"); err == nil || !strings.Contains(err.Error(), "braille, blocks, ascii") {
		t.Errorf("unknown glyphs give %v", err)
	}
	if names := ThemeNames(); !slices.Equal(names, []string{"auto", "dark", "light", "ansi", "deuteranopia", "mono"}) {
		t.Errorf("the themes are %q", names)
	}
}
