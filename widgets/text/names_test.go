package text

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestNamesAreShortenedSoThatTheyDiffer(t *testing.T) {
	for _, test := range []struct {
		cells       int
		names, want []string
	}{
		{14, []string{"XBT/USD", "ETH/USD"}, []string{"XBT/USD", "ETH/USD"}},
		{14, []string{"sensor.kitchen_temperature", "sensor.garden_temperature"}, []string{"sensor.kitche…", "sensor.garden…"}},
		{14, []string{"navigation.speedOverGround", "navigation.speedThroughWater"}, []string{"naviga…rGround", "naviga…ghWater"}},
		{12, []string{"plant.hall.kitchen.temperature", "plant.hall.garden.temperature"}, []string{"…kitchen.te…", "…garden.tem…"}},
		{12, []string{"plant/hall/boiler-1/temperature/in", "plant/hall/boiler-2/temperature/in", "plant/hall/boiler-2/temperature/out"}, []string{"…1/te…ure/in", "…2/te…ure/in", "…2/te…re/out"}},
		{14, []string{"XBT/USD", "navigation.speedOverGround"}, []string{"XBT/USD", "navigation.sp…"}},
		{4, []string{"abcdef", "abcdeg"}, []string{"abc…", "abc…"}},
		{0, []string{"abcdef"}, []string{""}},
	} {
		n := NewNames(Braille, test.cells)
		for _, name := range test.names {
			n.Add(name)
		}
		for i, name := range test.names {
			if got := n.Short(name); got != test.want[i] {
				t.Errorf("%d cells: %s becomes %s, want %s", test.cells, name, got, test.want[i])
			}
		}
	}
}

// TestNamesSayWhenTheyChange: whoever has drawn a name must know that it is shortened in another way now.
func TestNamesSayWhenTheyChange(t *testing.T) {
	n := NewNames(Braille, 14)
	for _, step := range []struct {
		name string
		want bool
	}{{"XBT/USD", false}, {"navigation.speedOverGround", false}, {"navigation.speedThroughWater", true}, {"navigation.speedThroughWater", false}} {
		if got := n.Add(step.name); got != step.want {
			t.Errorf("adding %s: changed %v, want %v", step.name, got, step.want)
		}
	}
}

func TestNamesStayInTheirColumn(t *testing.T) {
	hostile := []string{"\x1b[2Jnavigation.\x00speedOverGround\r\n", "навигация.скорость.над.грунтом", "導航.對地速度.對水速度.風速", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦"}
	for _, g := range []Glyphs{Braille, ASCII} {
		for cells := range 24 {
			n := NewNames(g, cells)
			for i := range longNames + 10 {
				for _, name := range hostile {
					n.Add(fmt.Sprint(name, i))
				}
			}
			for _, name := range hostile {
				if got := n.Short(name); ansi.StringWidth(got) > cells || ansi.Strip(got) != got {
					t.Errorf("%d cells: %q", cells, got)
				}
			}
		}
	}
}
