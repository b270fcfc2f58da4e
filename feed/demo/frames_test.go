package demo

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestFramesHaveTheShapeOfKrakens holds a data frame of each channel against Kraken's.
func TestFramesHaveTheShapeOfKrakens(t *testing.T) {
	t.Parallel()
	const (
		price  = `"\d+\.\d{5}"`
		volume = `"\d+\.\d{8}"`
		stamp  = `"\d{10}\.\d{6}"`
		best   = `\[` + price + `,\d+,"\d+\.\d{3}"\]`
	)
	two := func(s string) string { return `\[` + s + `,` + s + `\]` }
	shapes := map[string]string{
		`{"name":"ohlc","interval":5}`: `\[111,\[` + stamp + `,"\d{10}\.000000",` + strings.Repeat(price+",", 5) + volume + `,\d+,\d+\],"ohlc-5","XBT/USD"\]`,
		`{"name":"ticker"}`: `\[101,\{"a":` + best + `,"b":` + best + `,"c":\[` + price + `,` + volume + `\],"v":` + two(volume) +
			`,"p":` + two(price) + `,"t":` + two(`\d+`) + `,"l":` + two(price) + `,"h":` + two(price) + `,"o":` + two(price) + `\},"ticker","XBT/USD"\]`,
		`{"name":"trade"}`:  `\[102,\[\[` + price + `,` + volume + `,` + stamp + `,"[bs]","[lm]",""\]\],"trade","XBT/USD"\]`,
		`{"name":"spread"}`: `\[103,\[` + price + `,` + price + `,` + stamp + `,` + volume + `,` + volume + `\],"spread","XBT/USD"\]`,
	}
	x := startTest(t, defaultPace)
	for topic, shape := range shapes {
		p := dial(t, x, "rate=1000")
		p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":` + topic + `}`)
		exact := regexp.MustCompile("^" + shape + "$")
		for range 50 {
			got := p.nextData("]")
			if !exact.MatchString(got) {
				t.Fatalf("%s:\n got %s\nwant %s", topic, got, shape)
			}
			if !json.Valid([]byte(got)) {
				t.Fatalf("%s is not JSON", got)
			}
		}
	}
}

// TestTheRunningCandleComesWithTheSubscription: the running candle comes with the subscription, also when
// the next update is ten seconds away, and makes sense.
func TestTheRunningCandleComesWithTheSubscription(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	p := dial(t, x, "rate=0.1")
	p.send(`{"event":"subscribe","pair":["ADA/USD"],"subscription":{"name":"ohlc","interval":60}}`)
	if got := p.next(); !strings.Contains(got, `"subscribed"`) {
		t.Fatal(got)
	}
	var id int
	var name, pair string
	var time, end, open, high, low, close, vwap, volume string
	var count, number int
	fields := []any{&time, &end, &open, &high, &low, &close, &vwap, &volume, &count, &number}
	if err := json.Unmarshal([]byte(p.next()), &[]any{&id, &fields, &name, &pair}); err != nil {
		t.Fatal(err)
	}
	numberOf := func(s string) (f float64) {
		if _, err := fmt.Sscan(s, &f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	if math.Mod(numberOf(end), 3600) != 0 || numberOf(end) <= numberOf(time) || numberOf(end) > numberOf(time)+3600 {
		t.Errorf("time %s, etime %s: not the end of the hour", time, end)
	}
	for _, inside := range []string{open, close, vwap} {
		if numberOf(low) > numberOf(inside) || numberOf(high) < numberOf(inside) {
			t.Errorf("%s is outside of %s to %s", inside, low, high)
		}
	}
	if high == low || count != warmUp || numberOf(volume) <= 0 {
		t.Errorf("high %s, low %s, count %d, volume %s: not a candle worth showing", high, low, count, volume)
	}
}

// TestASeedGivesTheSamePrices: the same seed gives the same prices, whatever else is subscribed;
// another seed gives others.
func TestASeedGivesTheSamePrices(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	walk := func(query, pairs string) (prices []string) {
		p := dial(t, x, query)
		p.send(`{"event":"subscribe","pair":[` + pairs + `],"subscription":{"name":"trade"}}`)
		for range 200 {
			price := strings.SplitN(p.nextData(`"trade","ETH/USD"]`), `"`, 3)[1]
			prices = append(prices, price)
		}
		return prices
	}
	one := fmt.Sprint(walk("rate=5000&seed=7", `"ETH/USD"`))
	if again := fmt.Sprint(walk("rate=20000&seed=7", `"XBT/USD","ETH/USD","SOL/USD"`)); again != one {
		t.Errorf("the same seed gave\n%s\nthen\n%s", one, again)
	}
	if other := fmt.Sprint(walk("rate=5000&seed=8", `"ETH/USD"`)); other == one {
		t.Error("another seed gave the same walk")
	}
}

// TestTheRateIsThatOfAllSubscriptions: subscriptions take turns.
func TestTheRateIsThatOfAllSubscriptions(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	p := dial(t, x, "rate=2000")
	p.send(`{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"trade"}}`)
	p.send(`{"event":"subscribe","pair":["SOL/USD"],"subscription":{"name":"spread"}}`)
	p.nextData(`"spread","SOL/USD"]`)
	for range 100 {
		for _, tail := range []string{`"trade","XBT/USD"]`, `"trade","ETH/USD"]`, `"spread","SOL/USD"]`} {
			if got := p.next(); strings.HasPrefix(got, "[") && !strings.HasSuffix(got, tail) {
				t.Fatalf("got %s, want one that ends with %s", got, tail)
			}
		}
	}
}

func TestDecimalsAreWrittenWithTheirDigits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		n             int64
		digits, shown int
		want          string
	}{
		{612402, 1, 5, `"61240.20000"`},
		{2097, 5, 6, `"0.020970"`},
		{0, 1, 1, `"0.0"`},
		{5, 8, 8, `"0.00000005"`},
		{100000000, 8, 8, `"1.00000000"`},
		{math.MaxInt64, 8, 8, `"92233720368.54775807"`},
	} {
		if got := string(appendDecimal(nil, test.n, test.digits, test.shown)); got != test.want {
			t.Errorf("appendDecimal(%d, %d, %d) = %s, want %s", test.n, test.digits, test.shown, got, test.want)
		}
	}
	if got, want := string(appendVolume(nil, 1e26)), `"1000000000000000000.00000000"`; got != want {
		t.Errorf("appendVolume(1e26) = %s, want %s", got, want)
	}
}

// TestEveryMarketStaysInItsRange walks every market for what is hours at an ordinary rate.
func TestEveryMarketStaysInItsRange(t *testing.T) {
	t.Parallel()
	for _, p := range pairs {
		m := openMarket(p, 3, 0)
		for i := range 200_000 {
			m.step(int64(i) * int64(time.Millisecond))
			if m.last.price < p.start/2 || m.last.price > p.start*3/2 || m.bid <= 0 || m.ask <= m.bid || m.last.volume < 1 {
				t.Fatalf("%s: step %d: %+v, bid %d, ask %d", p.name, i, m.last, m.bid, m.ask)
			}
		}
		minute := m.candles[0]
		if minute.begin != 180e9 || minute.end != 240e9 || minute.count != 20_000 {
			t.Errorf("%s: the running minute is %+v", p.name, minute)
		}
	}
}

// TestACandleAfterAQuietTimeIsEmpty: a candle after a quiet time is empty, at the last price.
func TestACandleAfterAQuietTimeIsEmpty(t *testing.T) {
	t.Parallel()
	m := openMarket(pairs[0], 1, 59e9)
	m.roll(60e9)
	want := newCandle(60e9, 60e9, m.last.price)
	if m.candles[0] != want {
		t.Errorf("rolled to %+v, want %+v", m.candles[0], want)
	}
	if five := m.candles[1]; five.count != warmUp {
		t.Errorf("the five-minute candle was rolled too: %+v", five)
	}
	m.roll(30e9) // a clock set back
	if m.candles[0] != want {
		t.Errorf("an earlier time made it %+v", m.candles[0])
	}
}

// BenchmarkFlood is what one connection receives at the highest rate.
func BenchmarkFlood(b *testing.B) {
	for _, topic := range []string{`{"name":"ohlc","interval":5}`, `{"name":"ticker"}`} {
		b.Run(topic[9:13], func(b *testing.B) {
			p := dial(b, startTest(b, defaultPace), "rate=1000000")
			p.send(`{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":` + topic + `}`)
			buf := make([]byte, 4096)
			_ = p.SetReadDeadline(time.Time{})
			for b.Loop() {
				_, r, err := p.NextReader()
				if err != nil {
					b.Fatal(err)
				}
				for err == nil {
					_, err = r.Read(buf)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
		})
	}
}

// BenchmarkFrame is the cost of making one update, without sending it.
func BenchmarkFrame(b *testing.B) {
	m := openMarket(pairs[0], 1, time.Now().UnixNano())
	for _, s := range []*subscription{
		newSubscription(m, channelOHLC, 1), newSubscription(m, channelTicker, 0), newSubscription(m, channelTrade, 0), newSubscription(m, channelSpread, 0),
	} {
		b.Run(s.name, func(b *testing.B) {
			var frame []byte
			at := time.Now().UnixNano()
			b.ReportAllocs()
			for b.Loop() {
				m.step(at)
				frame = s.appendData(frame[:0], at, 12345)
			}
			b.SetBytes(int64(len(frame)))
		})
	}
}

// TestCandlesAreNumberedOnAConnection: one more with each, whatever is subscribed, given up and subscribed again, and other
// channels have no part in it.
func TestCandlesAreNumberedOnAConnection(t *testing.T) {
	t.Parallel()
	x := startTest(t, defaultPace)
	p := dial(t, x, "rate=2000")
	p.send(`{"event":"subscribe","pair":["XBT/USD","ETH/USD"],"subscription":{"name":"ohlc","interval":1}}`)
	p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"ohlc","interval":60}}`)
	p.send(`{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}`)
	for want := 1; want <= 300; want++ {
		var fields []any
		if err := json.Unmarshal([]byte(p.nextData(`/USD"]`)), &[]any{nil, &fields}); err != nil {
			t.Fatal(err)
		}
		if len(fields) == 1 { // a trade
			want--
			continue
		}
		if got := fields[9]; got != float64(want) {
			t.Fatalf("the candle after %d has the number %v", want-1, got)
		}
		switch want {
		case 100:
			p.send(`{"event":"unsubscribe","pair":["ETH/USD"],"subscription":{"name":"ohlc"}}`)
		case 200:
			p.send(`{"event":"subscribe","pair":["ETH/USD"],"subscription":{"name":"ohlc","interval":1}}`)
		}
	}
}
