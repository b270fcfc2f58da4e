package inspect

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sockeye/widgets/golden"
	"sockeye/widgets/theme"
)

func FuzzView(f *testing.F) {
	for _, s := range []string{candle, ticker, hostile, "ping\r\n\x1b[2J", "\xff\x00", "", `{"a":1`, "[[[[[[[[[1]]]]]]]]]"} {
		f.Add([]byte(s), []byte(before), uint8(40), uint8(10), "jjD rG")
	}
	f.Fuzz(func(t *testing.T, raw, previous []byte, width, height uint8, keys string) {
		m := newModel(theme.Default())
		m.SetFooter(string(previous))
		m.SetSize(int(width), int(height))
		msg := Message{Number: 1, Title: string(raw), At: received, Time: sent, Raw: raw, Previous: previous}
		for range 2 {
			m.SetMessage(msg)
			for i, k := range keys[:min(len(keys), 20)] {
				switch {
				case k == ' ':
					press(t, &m, "space")
				case strings.ContainsRune("jkgGDr", k):
					press(t, &m, string(k))
				case i%2 == 0:
					press(t, &m, "right")
				default:
					press(t, &m, "left")
				}
				golden.CheckSize(t, m.View(), int(width), int(height))
				m.Path()
				m.Number()
			}
			msg.Raw, msg.Previous = msg.Previous, msg.Raw
		}
	})
}

func BenchmarkMessage(b *testing.B) {
	book := func(size int) string {
		const level = `["61240.20","0.50000000"],`
		return `{"bids":[` + strings.TrimSuffix(strings.Repeat(level, size/len(level)), ",") + "]}"
	}
	messages := map[string]func() []byte{
		"150B": func() []byte {
			return []byte(`[42,["1542057314.748456","1542057360.435743","3586.70000","3586.70000","3586.60000","3586.60000","3586.68894","0.03373000",2],"ohlc-5","XBT/USD"]`)
		},
		"1MiB-book":  func() []byte { return []byte(book(1 << 20)) },
		"1MiB-texts": func() []byte { return []byte(`["` + strings.Repeat(strings.Repeat("x", 1021)+`","`, 1<<10) + `"]`) },
	}
	for name, filling := range long {
		messages["16MiB-"+strings.ReplaceAll(name, " ", "-")] = filling.message
	}
	for _, name := range slices.Sorted(maps.Keys(messages)) {
		raw := messages[name]()
		for _, differ := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/difference=%v", name, differ), func(b *testing.B) {
				m := newModel(theme.Default())
				m.SetSize(60, 20)
				m.differ = differ
				b.ReportAllocs()
				for b.Loop() {
					m.SetMessage(Message{Raw: raw, Previous: raw})
					m.View()
				}
			})
		}
	}
}

// BenchmarkStep is one key and what it costs to draw, in the largest tree.
func BenchmarkStep(b *testing.B) {
	for name, raw := range map[string]string{
		"list": "[0" + strings.Repeat(",1", maxNodes) + "]",
		"deep": strings.Repeat("[", maxNodes),
	} {
		b.Run(name, func(b *testing.B) {
			m := newModel(theme.Default())
			m.SetSize(60, 20)
			m.SetMessage(Message{Raw: []byte(raw)})
			for b.Loop() {
				m.move(1, 0)
				m.View()
			}
		})
	}
}
