package demo

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// maxPairs bounds the answers that one request can cause. The subscriptions of
// a connection need no bound of their own: there are only so many pairs,
// channels and intervals, and each is subscribed once.
const maxPairs = 100

// The channels, by the names that a client uses.
const (
	channelOHLC   = "ohlc"
	channelTicker = "ticker"
	channelTrade  = "trade"
	channelSpread = "spread"
)

// subscription is one channel of one pair.
type subscription struct {
	market   *market
	channel  string
	interval int    // index in intervals, for channelOHLC; else 0
	id       int    // channelID, the same on every connection
	name     string // channelName: ohlc-5, ticker
}

func newSubscription(m *market, channel string, interval int) *subscription {
	s := &subscription{market: m, channel: channel, interval: interval, name: channel}
	slot := 0
	switch channel {
	case channelOHLC:
		slot = 10 + interval
		s.name += "-" + strconv.Itoa(intervals[interval])
	case channelTicker:
		slot = 1
	case channelTrade:
		slot = 2
	case channelSpread:
		slot = 3
	}
	s.id = 100*(1+slices.IndexFunc(pairs, func(p pair) bool { return p.name == m.name })) + slot
	return s
}

// request is what a client may say.
type request struct {
	Event        string   `json:"event"`
	ReqID        *int64   `json:"reqid"`
	Pair         []string `json:"pair"`
	Subscription *topic   `json:"subscription"`
}

// topic is what a subscription is about. Interval is in minutes; in a
// subscribe it defaults to 1.
type topic struct {
	Interval *int   `json:"interval,omitempty"`
	Name     string `json:"name"`
}

// reply is what the exchange answers: the fields in Kraken's order, which is
// that of the alphabet, and only those that apply.
type reply struct {
	ChannelID    int    `json:"channelID,omitempty"`
	ChannelName  string `json:"channelName,omitempty"`
	ErrorMessage string `json:"errorMessage,omitempty"`
	Event        string `json:"event"`
	Pair         string `json:"pair,omitempty"`
	ReqID        *int64 `json:"reqid,omitempty"`
	Status       string `json:"status,omitempty"`
	Subscription *topic `json:"subscription,omitempty"`
}

// sendStatus sends the status of the exchange, with which a connection begins. As with
// Kraken, the connectionID does not fit a signed integer of 64 bits.
func (c *client) sendStatus() {
	c.send(websocket.TextMessage, fmt.Appendf(nil,
		`{"event":"systemStatus","version":"1.9.6","status":"online","connectionID":%d,"upcoming_maintenance":[],"emergency":[]}`,
		rand.Uint64()|1<<63))
}

// answer answers one message of the client.
func (c *client) answer(in incoming) {
	var r request
	if in.kind != websocket.TextMessage || !utf8.Valid(in.payload) || json.Unmarshal(in.payload, &r) != nil {
		c.malformed(nil)
		return
	}
	switch {
	case r.Event == "ping":
		c.reply(reply{Event: "pong", ReqID: r.ReqID})
	case r.Subscription == nil || len(r.Pair) == 0 || len(r.Pair) > maxPairs:
		c.malformed(r.ReqID)
	case r.Event == "subscribe":
		for _, name := range r.Pair {
			c.subscribe(name, *r.Subscription, r.ReqID)
		}
	case r.Event == "unsubscribe":
		for _, name := range r.Pair {
			c.unsubscribe(name, *r.Subscription, r.ReqID)
		}
	default:
		c.malformed(r.ReqID)
	}
}

// subscribe subscribes one pair. Subscribing again what is subscribed is
// acknowledged again.
func (c *client) subscribe(name string, t topic, reqID *int64) {
	p, interval, problem := c.check(name, t)
	if problem == "" && c.fault == FaultReject && name != pairs[0].name {
		problem = rejectReason
	}
	if problem != "" {
		c.refuse(name, t, reqID, problem)
		return
	}

	m := c.markets[name]
	if m == nil {
		m = openMarket(p, c.seed, c.now.UnixNano())
		c.markets[name] = m
	}
	i := slices.IndexFunc(c.subs, func(s *subscription) bool {
		return s.market == m && s.channel == t.Name && s.interval == interval
	})
	if i < 0 {
		if len(c.subs) == 0 {
			c.nextUpdate = c.now
		}
		i = len(c.subs)
		c.subs = append(c.subs, newSubscription(m, t.Name, interval))
	}
	if c.subscribed.IsZero() {
		c.subscribed = c.now
	}
	s := c.subs[i]
	c.confirm(s, "subscribed", reqID)

	// Kraken sends the running candle at once, even without trades.
	if s.channel == channelOHLC {
		m.roll(c.now.UnixNano())
		c.sendData(s, c.now.UnixNano())
	}
}

// unsubscribe ends the subscriptions of one pair to a channel: for candles,
// those of the interval given, or of all intervals if none is.
func (c *client) unsubscribe(name string, t topic, reqID *int64) {
	_, interval, problem := c.check(name, t)
	if problem != "" {
		c.refuse(name, t, reqID, problem)
		return
	}
	every := t.Interval == nil
	var kept []*subscription
	found := false
	for _, s := range c.subs {
		if s.market.name == name && s.channel == t.Name && (every || s.interval == interval) {
			c.confirm(s, "unsubscribed", reqID)
			found = true
		} else {
			kept = append(kept, s)
		}
	}
	c.subs = kept
	if !found {
		c.refuse(name, t, reqID, "Subscription Not Found")
	}
}

// check finds the pair and, for candles, the index in intervals; or it says,
// in Kraken's words, what is wrong.
func (c *client) check(name string, t topic) (p pair, interval int, problem string) {
	i := slices.IndexFunc(pairs, func(p pair) bool { return p.name == name })
	if i < 0 {
		return p, 0, "Currency pair not supported " + name
	}
	switch t.Name {
	case channelOHLC:
		minutes := 1
		if t.Interval != nil {
			minutes = *t.Interval
		}
		interval = slices.Index(intervals[:], minutes)
		if interval < 0 {
			return p, 0, "Subscription ohlc interval not supported"
		}
	case channelTicker, channelTrade, channelSpread:
	default:
		return p, 0, "Subscription name invalid"
	}
	return pairs[i], interval, ""
}

// confirm acknowledges a change to one subscription.
func (c *client) confirm(s *subscription, status string, reqID *int64) {
	t := &topic{Name: s.channel}
	if s.channel == channelOHLC {
		t.Interval = &intervals[s.interval]
	}
	c.reply(reply{
		ChannelID:    s.id,
		ChannelName:  s.name,
		Event:        "subscriptionStatus",
		Pair:         s.market.name,
		ReqID:        reqID,
		Status:       status,
		Subscription: t,
	})
}

// refuse answers for one pair of a request that cannot be met.
func (c *client) refuse(name string, t topic, reqID *int64, problem string) {
	c.reply(reply{
		ErrorMessage: problem,
		Event:        "subscriptionStatus",
		Pair:         name,
		ReqID:        reqID,
		Status:       "error",
		Subscription: &t,
	})
}

func (c *client) malformed(reqID *int64) {
	c.reply(reply{ErrorMessage: "Malformed request", Event: "error", ReqID: reqID})
}

func (c *client) reply(r reply) {
	payload, err := json.Marshal(r)
	if err != nil {
		panic(err) // strings and integers always marshal
	}
	c.send(websocket.TextMessage, payload)
}
