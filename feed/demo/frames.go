package demo

import (
	"math"
	"strconv"
)

// The data frames of Kraken's v1 feed, but for the number at the end of a candle, which Kraken's do not have. They are appended without an encoder, with fields
// in the order in which Kraken sends them: at 100,000 frames a second a general
// encoder would be most of the work.

// appendData appends the frame of s as its market stands at the given time, in
// Unix nanoseconds. A candle has the given number.
func (s *subscription) appendData(b []byte, at int64, number uint64) []byte {
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(s.id), 10)
	b = append(b, ',')
	switch s.channel {
	case channelOHLC:
		b = s.market.appendOHLC(b, s.interval, at, number)
	case channelTicker:
		b = s.market.appendTicker(b)
	case channelTrade:
		b = s.market.appendTrade(b)
	case channelSpread:
		b = s.market.appendSpread(b, at)
	}
	b = append(b, `,"`...)
	b = append(b, s.name...)
	b = append(b, `","`...)
	b = append(b, s.market.name...)
	return append(b, `"]`...)
}

// appendOHLC: time, etime, open, high, low, close, vwap, volume, count; and the
// number of the candle among all that are sent on the connection.
func (m *market) appendOHLC(b []byte, interval int, at int64, number uint64) []byte {
	k := &m.candles[interval]
	b = append(b, '[')
	b = appendTime(b, at)
	b = append(b, ',')
	b = appendTime(b, k.end)
	for _, price := range [...]int64{k.open, k.high, k.low, k.close} {
		b = append(b, ',')
		b = m.appendPrice(b, price)
	}
	b = append(b, ',')
	b = m.appendAverage(b, k.vwap())
	b = append(b, ',')
	b = appendVolume(b, k.volume)
	b = append(b, ',')
	b = strconv.AppendInt(b, k.count, 10)
	b = append(b, ',')
	b = strconv.AppendUint(b, number, 10)
	return append(b, ']')
}

// appendTicker: ask, bid, last trade, and volume, vwap, count, low, high and
// open of today and of the last 24 hours.
func (m *market) appendTicker(b []byte) []byte {
	today, whole := &m.candles[dayInterval], &m.whole
	b = m.appendBest(append(b, `{"a":`...), m.ask, m.askSize)
	b = m.appendBest(append(b, `,"b":`...), m.bid, m.bidSize)
	b = m.appendPrice(append(b, `,"c":[`...), m.last.price)
	b = appendVolume(append(b, ','), float64(m.last.volume))
	b = appendVolume(append(b, `],"v":[`...), today.volume)
	b = appendVolume(append(b, ','), whole.volume)
	b = m.appendAverage(append(b, `],"p":[`...), today.vwap())
	b = m.appendAverage(append(b, ','), whole.vwap())
	b = strconv.AppendInt(append(b, `],"t":[`...), today.count, 10)
	b = strconv.AppendInt(append(b, ','), whole.count, 10)
	b = m.appendPrice(append(b, `],"l":[`...), today.low)
	b = m.appendPrice(append(b, ','), whole.low)
	b = m.appendPrice(append(b, `],"h":[`...), today.high)
	b = m.appendPrice(append(b, ','), whole.high)
	b = m.appendPrice(append(b, `],"o":[`...), today.open)
	b = m.appendPrice(append(b, ','), whole.open)
	return append(b, `]}`...)
}

// appendBest: price, whole lots, volume with three decimals.
func (m *market) appendBest(b []byte, price, size int64) []byte {
	b = append(b, '[')
	b = m.appendPrice(b, price)
	b = append(b, ',')
	b = strconv.AppendInt(b, size/1e8, 10)
	b = append(b, ',')
	b = appendDecimal(b, size/1e5, 3, 3)
	return append(b, ']')
}

// appendTrade: a list of price, volume, time, side, order type, miscellaneous.
func (m *market) appendTrade(b []byte) []byte {
	t := &m.last
	b = append(b, '[', '[')
	b = m.appendPrice(b, t.price)
	b = append(b, ',')
	b = appendVolume(b, float64(t.volume))
	b = append(b, ',')
	b = appendTime(b, t.at)
	if t.buy {
		b = append(b, `,"b"`...)
	} else {
		b = append(b, `,"s"`...)
	}
	if t.limit {
		b = append(b, `,"l"`...)
	} else {
		b = append(b, `,"m"`...)
	}
	return append(b, `,""]]`...)
}

// appendSpread: bid, ask, time, bid volume, ask volume.
func (m *market) appendSpread(b []byte, at int64) []byte {
	b = append(b, '[')
	b = m.appendPrice(b, m.bid)
	b = append(b, ',')
	b = m.appendPrice(b, m.ask)
	b = append(b, ',')
	b = appendTime(b, at)
	b = append(b, ',')
	b = appendVolume(b, float64(m.bidSize))
	b = append(b, ',')
	b = appendVolume(b, float64(m.askSize))
	return append(b, ']')
}

// appendPrice appends a price in ticks.
func (m *market) appendPrice(b []byte, ticks int64) []byte {
	return appendDecimal(b, ticks, m.digits, m.shown)
}

// appendAverage appends a price between ticks, with all the decimals shown.
func (m *market) appendAverage(b []byte, ticks float64) []byte {
	scale := math.Pow10(m.shown - m.digits)
	return appendDecimal(b, int64(math.Round(ticks*scale)), m.shown, m.shown)
}

// appendVolume appends a volume in units, with eight decimals.
func appendVolume(b []byte, units float64) []byte {
	if units < 1e18 {
		return appendDecimal(b, int64(units), 8, 8)
	}
	b = append(b, '"')
	b = strconv.AppendFloat(b, units/1e8, 'f', 8, 64)
	return append(b, '"')
}

// appendTime appends Unix nanoseconds as seconds with six decimals.
func appendTime(b []byte, ns int64) []byte {
	return appendDecimal(b, ns/1e3, 6, 6)
}

// appendDecimal appends n × 10^-digits, quoted, with shown decimals; n is not
// negative and shown is at least digits, which is at least 1.
func appendDecimal(b []byte, n int64, digits, shown int) []byte {
	var text [24]byte
	i := len(text)
	for d := 0; d < digits || n > 0 || d == digits; d++ {
		if d == digits {
			i--
			text[i] = '.'
		}
		i--
		text[i] = byte('0' + n%10)
		n /= 10
	}
	b = append(b, '"')
	b = append(b, text[i:]...)
	for range shown - digits {
		b = append(b, '0')
	}
	return append(b, '"')
}
