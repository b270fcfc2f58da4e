package alert_test

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/event"
)

// manyLabels and manyRules are the most that a preset allows without asking for more.
const manyLabels, manyRules = 1024, 100

// many returns rules about all labels, of some kinds in turn: with limits that values of 0 and 6 do not reach, or do.
func many(reached bool) (rules []string) {
	for n := range manyRules {
		limit, percent := 1000+n, 1000+n
		if reached {
			limit, percent = n%5, 1+n/50
		}
		rules = append(rules, [...]string{
			fmt.Sprintf("* > %d", limit), fmt.Sprintf("* crosses %d", limit), fmt.Sprintf("* changes %d in %dm", percent, 1+n/5),
			fmt.Sprintf("* rate > %d", limit), fmt.Sprintf("* silent %dh", 1+n/5),
		}[n%5])
	}
	return rules
}

// manyLabelsFeed is a feed of many labels.
func manyLabelsFeed(t testing.TB, rules ...string) *conversation {
	c := start(t, strings.Replace(config, "[A, B]", "["+symbols(manyLabels)+"]", 1)+"    limits: {labels: 3000}\n", rules...)
	for n := range manyLabels {
		c.s.Receive(c.now, fmt.Appendf(nil, `{"ok":"s%d"}`, n))
	}
	c.pass()
	return c
}

// values brings one value of each label.
func (c *conversation) values(v float64) {
	batch := *c.batch
	batch.Points, batch.Activity = nil, nil
	for n := range int32(manyLabels) {
		batch.Points = append(batch.Points, event.Point{At: c.now.UnixNano(), Value: v, Label: n})
		batch.Activity = append(batch.Activity, event.LabelActivity{Label: n, Events: 1, At: c.now.UnixNano()})
	}
	c.batch = &batch
	c.set.Receive(c.now, c.batch, c.s.Reader().Fields())
}

// heap returns the bytes that are in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestMemoryOfManyRules: a hundred rules about a thousand labels need little memory while nothing happens, and what happened on
// each of them needs a few hundred bytes at the most.
func TestMemoryOfManyRules(t *testing.T) {
	for _, test := range []struct {
		name    string
		rules   []string
		reached bool
		most    int64 // bytes
	}{
		{name: "nothing happens", rules: many(false), most: 16 << 20}, // most of it the values of the windows
		{name: "all are raised", rules: many(true), most: 24 << 20},
	} {
		c := manyLabelsFeed(t)
		before := heap()
		for _, rule := range test.rules {
			a, err := alertrule.Parse(rule)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.set.Add(a); err != nil {
				t.Fatal(err)
			}
		}
		for range 10 {
			c.now = c.now.Add(time.Second)
			c.values(0)
			c.values(6)
			c.set.Tick(c.now)
			c.set.Drain()
		}
		if took := heap() - before; took > test.most {
			t.Errorf("%s: %d rules on %d labels need %d KiB, want %d at the most", test.name, manyRules, manyLabels, took>>10, test.most>>10)
		} else {
			t.Logf("%s: %d KiB", test.name, took>>10)
		}
		runtime.KeepAlive(c)
	}
}

// BenchmarkManyRules is what a second costs in which each of a thousand labels has ten values: all of a hundred rules are
// about each, time passes, and a screen asks five times for what waits. The values stay, or go up and
// down between 4.5 and 7.5.
func BenchmarkManyRules(b *testing.B) {
	for _, name := range []string{"quiet", "raised", "walk"} {
		b.Run(name, func(b *testing.B) {
			c := manyLabelsFeed(b, many(name == "raised")...)
			for n := 0; b.Loop(); {
				for i := range 10 {
					c.now = c.now.Add(time.Second / 10)
					value := 6.0
					if n++; name == "walk" {
						value += 1.5 * math.Sin(float64(n))
					}
					c.values(value)
					if i%2 == 0 {
						c.set.Unacknowledged()
						c.set.Newest()
						c.set.Labels()
					}
				}
				c.set.Tick(c.now)
				c.set.Drain()
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/second")
		})
	}
}
