//go:build unix

package journey

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sockeye/model/terminaltest"
)

// newPictures makes the pictures of typical screens anew: go test ./model/journey -run Picture -picture
var newPictures = flag.Bool("picture", false, "make the pictures of typical screens anew, which takes a minute and a half")

// pictures are the screens of which there is one in testdata, as SVG. Two are in README.md.
var pictures = []struct {
	name     string
	size     terminaltest.Terminal
	args     []string
	commands []string
	after    string // what the screen shows before keys are typed
	keys     string
	shows    []string // words of the picture, each of one style, that are not on the screen before the keys
}{
	{"first-minute", window120, []string{"demo", "-p", "rate=60"}, []string{"alert XBT/USD > 61200 for 2s bell"}, `up \d+s`, "",
		[]string{"WATCHLIST", "XBT/USD", "LOG", "alert"}},
	{"frozen", window120, []string{"demo"}, nil, `up \d+s`, "p", []string{"FROZEN", "WATCHLIST"}},
	{"candles", window120, []string{"demo", "-p", "rate=60", "-p", "fault=drop"}, []string{"chart candle", "overlay ma 3"}, `reconnects [1-9]`, "", []string{"MA 3", "upd"}},
	{"compare", window120, []string{"demo", "-p", "rate=60"}, nil, `up \d+s`, "\t\txjxk", []string{"ETH/USD close", "0.0%"}},
	{"overview", window120, []string{"demo", "ws://127.0.0.1:1"}, nil, `demo OPEN`, "0", []string{"FEEDS", "last hour"}},
	{"small", terminaltest.Terminal{Columns: 80, Rows: 24}, []string{"demo"}, nil, `[◀]`, "", []string{"LOG", "XBT/USD"}},
}

func pictureFile(name string) string { return filepath.Join("testdata", name+".svg") }

// TestPictures draws the program on typical screens, if it is asked to, and checks the pictures that there are.
func TestPictures(t *testing.T) {
	if *newPictures {
		makePictures(t)
	}
	for _, p := range pictures {
		text, err := os.ReadFile(pictureFile(p.name))
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(strings.NewReader(string(text))); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s is no XML: %v", p.name, err)
			}
		}
		for _, word := range p.shows {
			if !strings.Contains(string(text), word) {
				t.Errorf("%s does not show %s", p.name, word)
			}
		}
	}
}

// makePictures runs the program once for each picture, all at the same time.
func makePictures(t *testing.T) {
	operators := make([]*terminaltest.Operator, len(pictures))
	for i, p := range pictures {
		operators[i] = terminaltest.Start(t, sockeye(t, p.args...), p.size)
		operators[i].Sees(`demo OPEN`)
		for _, c := range p.commands {
			command(operators[i], c)
		}
	}
	for _, age := range []string{"1[0-9]s", "2[5-9]s", "3[5-9]s", "4[5-9]s", "5[0-9]s"} { // longer than one wait may take
		operators[0].Sees(`up ` + age)
	}
	for i, p := range pictures {
		o := operators[i]
		o.Sees(p.after)
		o.Types("?") // what was said last gives way to the keys
		o.Sees(`╭ HELP`)
		o.Types("\x1b")
		if vanishes(t, o, `╭ HELP`); p.keys != "" {
			o.Types(p.keys)
		}
		o.Until("what belongs to "+p.name, func(s terminaltest.Screen) bool {
			for _, word := range p.shows {
				if !strings.Contains(s.String(), word) {
					return false
				}
			}
			return true
		})
		if err := os.WriteFile(pictureFile(p.name), []byte(o.Picture()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
