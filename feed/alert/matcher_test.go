package alert_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/alert/match"
	"sockeye/feed/alertrule"
)

func TestMatchIsForReceivedMessagesOnly(t *testing.T) {
	// The last one is in what we send, and in what we note: that is not scanned.
	c := start(t, config, "match /error|halt/", "match /E\\d+/ once", "match //ok/", "match /sub/")
	c.receive(`{"x":"an ERROR with sesame-open"}`, `{"x":"halt"}`, `{"x":"fine"}`)
	c.want(`raised {"x":"an ERROR with •••"} ×2`)
	c.receive(`{"s":"A","bid":1,"x":"E42 error"}`)
	c.want(`raised A {"s":"A","bid":1,"x":"E42 error"}`)
	c.wait(11 * time.Second)
	c.receive(`{"x":"E43 error ` + strings.Repeat("é", 300) + `"}`)
	if len(c.got) != 1 || len(c.got[0]) > alert.MaxText+20 || !strings.HasSuffix(c.got[0], "é… ×4") {
		t.Errorf("reported %q", c.got)
	}
}

// TestSecretsAreRedacted puts a secret where a text is cut, and into a label.
func TestSecretsAreRedacted(t *testing.T) {
	c := start(t, config, "match /error/", "* > 100")
	c.receive(`{"x":"error ` + strings.Repeat("x", alert.MaxText-20) + `sesame-open"}`)
	c.bid("sesame-open", 101)
	if len(c.got) != 2 || strings.Contains(c.got[0], "sesa") || c.got[1] != "raised ••• 101 > 100" {
		t.Errorf("reported %q", c.got)
	}
}

func TestGapIsRaisedForEachLoss(t *testing.T) {
	c := start(t, config, "gap")
	c.receive(`{"n":1}`, `{"n":2}`)
	c.want()
	c.receive(`{"n":5}`, `{"n":9}`)
	c.want("raised GAP seq 2 to 5, 2 lost ×2")
	c.receive(`{"n":20}`)
	c.want()
}

// TestAMatcherMayBeUsedWhileRulesChange matches in one goroutine while the alerts change in another.
func TestAMatcherMayBeUsedWhileRulesChange(t *testing.T) {
	c := start(t, config, "match /error/")
	c.receive(`{"x":"error"}`)
	m, batch := c.set.Matcher(), c.batch
	done := make(chan []match.Hit)
	go func() {
		var hits []match.Hit
		for range 100 {
			hits = append(hits, m.Hits(batch)...)
		}
		done <- hits
	}()
	typed, err := alertrule.Parse("match /x/")
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if _, err := c.set.Add(typed); err != nil {
			t.Fatal(err)
		}
	}
	hits := <-done
	if len(hits) != 100 || hits[0].Count != 1 || c.set.Matcher() == m {
		t.Errorf("%d hits, %+v", len(hits), hits[:1])
	}
}

// Of a large message only the beginning is scanned, and the hit says so.
func TestMatchOfALargeMessageIsPartial(t *testing.T) {
	c := start(t, config, "match /needle/", "match /x+[0-9]{60}/")
	c.receive(`{"x":"` + strings.Repeat("x", 300<<10) + `needle"}`)
	c.want()
	hits := c.set.Matcher().Hits(c.batch)
	if len(hits) != 2 || hits[0].Count != 0 || hits[0].Short != 1 || hits[0].Bytes != 256<<10 || hits[1].Short != 1 || hits[1].Bytes >= 128<<10 {
		t.Errorf("hits %+v", hits)
	}
	c.receive(`{"x":"needle ` + strings.Repeat("x", 300<<10) + `"}`)
	if len(c.got) != 1 || !strings.Contains(c.got[0], "needle") {
		t.Errorf("reported %q", c.got)
	}
}
