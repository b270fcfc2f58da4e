package demo

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// pair is a currency pair as the exchange lists it. Prices are whole numbers
// of ticks, one tick being 10^-digits of the quote currency, and volumes are
// whole numbers of units, one unit being 10^-8 of the base currency, so that
// what is shown is exact.
type pair struct {
	name   string
	start  int64 // ticks
	digits int   // decimals that the price really has
	shown  int   // decimals that the feed writes; Kraken pads with zeroes
	lot    int64 // units of the largest trade, under 2^39
}

var pairs = []pair{
	{name: "XBT/USD", start: 612402, digits: 1, shown: 5, lot: 0.2e8},
	{name: "ETH/USD", start: 301241, digits: 2, shown: 5, lot: 3e8},
	{name: "SOL/USD", start: 14852, digits: 2, shown: 5, lot: 40e8},
	{name: "XRP/USD", start: 52310, digits: 5, shown: 5, lot: 4000e8},
	{name: "ADA/USD", start: 387210, digits: 6, shown: 6, lot: 4000e8},
	{name: "XDG/USD", start: 1234567, digits: 7, shown: 7, lot: 5000e8},
	{name: "XBT/EUR", start: 564803, digits: 1, shown: 5, lot: 0.2e8},
	{name: "ETH/XBT", start: 4919, digits: 5, shown: 6, lot: 3e8},
}

// intervals are the lengths of candles that Kraken offers, in minutes.
var intervals = [...]int{1, 5, 15, 30, 60, 240, 1440, 10080, 21600}

// dayInterval is the index in intervals of the candle that counts for `today`.
const dayInterval = 6

// warmUp is how many trades a market has seen when it opens, so that the first
// candle already has a body and wicks.
const warmUp = 200

// candle is what happened from begin to end, in Unix nanoseconds; prices in
// ticks. Sums are floating point because at the highest rates a candle of
// fifteen days would overflow an integer.
type candle struct {
	begin, end             int64
	open, high, low, close int64
	volume                 float64 // units
	notional               float64 // ticks times units
	count                  int64
}

// newCandle is the empty candle of the given length that contains at. Candles
// are cut from the Unix epoch, as Kraken does.
func newCandle(length, at, price int64) candle {
	begin := at - at%length
	return candle{begin: begin, end: begin + length, open: price, high: price, low: price, close: price}
}

func (k *candle) add(price int64, volume float64) {
	k.high = max(k.high, price)
	k.low = min(k.low, price)
	k.close = price
	k.volume += volume
	k.notional += float64(price) * volume
	k.count++
}

// vwap is the average price by volume, in ticks.
func (k *candle) vwap() float64 {
	if k.volume == 0 {
		return float64(k.close)
	}
	return k.notional / k.volume
}

// trade is one deal.
type trade struct {
	price  int64 // ticks
	volume int64 // units
	at     int64 // Unix nanoseconds
	buy    bool
	limit  bool // a limit order took part, else a market order
}

// market is one pair's random walk and what has come of it. The walk
// depends on the seed, the pair and the number of steps only, never on time.
type market struct {
	pair
	random   *rand.PCG
	last     trade
	bid, ask int64 // ticks
	bidSize  int64 // units
	askSize  int64 // units
	candles  [len(intervals)]candle
	// whole is everything since the market opened. The ticker shows it for the
	// last 24 hours, which it is until a connection is older than a day.
	whole candle
}

// openMarket opens p's market at the given time, in Unix nanoseconds.
func openMarket(p pair, seed, at int64) *market {
	h := fnv.New64a()
	h.Write([]byte(p.name))
	m := &market{pair: p, random: rand.NewPCG(uint64(seed), h.Sum64())}
	m.last.price = p.start
	for i := range m.candles {
		m.candles[i] = newCandle(length(i), at, p.start)
	}
	m.whole = newCandle(length(dayInterval), at, p.start)
	for range warmUp {
		m.step(at)
	}
	return m
}

// step makes the next trade, at the given time in Unix nanoseconds.
func (m *market) step(at int64) {
	m.roll(at)

	// One random number is enough for a step: its bits are shared out.
	r := m.random.Uint64()
	reach := max(1, m.start/5000) // ticks
	change := int64(uint32(r))%(2*reach+1) - reach
	// Between half and one and a half of its start the price walks freely;
	// there it turns back, so that no run is long enough to leave the digits.
	if next := m.last.price + change; next < m.start/2 || next > m.start+m.start/2 {
		change = -change
	}
	m.last = trade{
		price:  m.last.price + change,
		volume: 1 + m.lot*int64(r>>40)>>24,
		at:     at,
		buy:    change > 0 || change == 0 && r>>32&1 == 0,
		limit:  r>>33&1 == 0,
	}

	gap := 1 + int64(r>>34&1)
	if m.last.buy {
		m.bid, m.ask = m.last.price-gap, m.last.price
	} else {
		m.bid, m.ask = m.last.price, m.last.price+gap
	}
	m.bidSize = 1 + m.lot*int64(r>>32&0xff)>>6
	m.askSize = 1 + m.lot*int64(r>>24&0xff)>>6

	for i := range m.candles {
		m.candles[i].add(m.last.price, float64(m.last.volume))
	}
	m.whole.add(m.last.price, float64(m.last.volume))
}

// roll begins a new candle wherever the running one has ended by at.
func (m *market) roll(at int64) {
	for i := range m.candles {
		if at >= m.candles[i].end {
			m.candles[i] = newCandle(length(i), at, m.last.price)
		}
	}
}

// length of the candle with index i in intervals, in nanoseconds.
func length(i int) int64 {
	return int64(time.Duration(intervals[i]) * time.Minute)
}
