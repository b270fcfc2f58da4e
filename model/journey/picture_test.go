//go:build unix

package journey

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"

	"sockeye/model/terminaltest"
)

// newPicture makes the picture that README.md shows anew: go test ./model/journey -run Picture -picture
var newPicture = flag.Bool("picture", false, "make the picture of README.md anew, which takes a minute")

const picture = "testdata/screen.svg"

// TestPicture draws the program on the demo exchange, and compares the picture of README.md with it.
func TestPicture(t *testing.T) {
	if *newPicture {
		o := terminaltest.Start(t, sockeye(t, "demo", "-p", "rate=60"), terminaltest.Terminal{Columns: 116, Rows: 34})
		o.Sees(`1 demo OPEN`)
		command(o, "candle 1s")
		command(o, "alert XBT/USD > 61200 for 2s bell")
		for _, age := range []string{"1[0-9]s", "2[5-9]s", "3[5-9]s", "4[5-9]s", "1m"} { // longer than one wait may take
			o.Sees(`up ` + age)
		}
		o.Types("?\x1b") // what was said last gives way to the keys
		o.Sees(`enter inspect`)
		if err := os.WriteFile(picture, []byte(o.Picture()), 0o644); err != nil {
			t.Fatal(err)
		}
		leave(t, o)
	}
	text, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(strings.NewReader(string(text))); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the picture is no XML: %v", err)
		}
	}
	for _, word := range []string{"OPEN", "WATCHLIST", "XBT/USD", "LOG", "close"} {
		if !strings.Contains(string(text), word) {
			t.Errorf("the picture does not show %s", word)
		}
	}
}
