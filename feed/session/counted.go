package session

import "sockeye/feed/message"

// counted are the records of the current message that rules have matched, so that one which several rules match counts once.
type counted struct {
	records []labelled
	earlier int // of records, those that the rules before the present one have matched
	set     map[labelled]struct{}
}

// labelled is a record under a label.
type labelled struct {
	record message.Ref
	row    int32
}

// fewRecords is up to how many records are searched one by one.
const fewRecords = 16

// reset begins another message.
func (c *counted) reset() {
	c.records, c.earlier = c.records[:0], 0
	if c.set != nil {
		c.set = nil
	}
}

// next begins the records of another rule.
func (c *counted) next() {
	c.earlier = len(c.records)
	if c.earlier > fewRecords {
		c.set = make(map[labelled]struct{}, c.earlier)
		for _, l := range c.records {
			c.set[l] = struct{}{}
		}
	}
}

// add notes a record, and reports whether a rule before has matched it under the same label.
func (c *counted) add(record message.Ref, label int32) (again bool) {
	l := labelled{record, label}
	if c.set != nil {
		_, again = c.set[l]
	} else {
		for _, other := range c.records[:c.earlier] {
			if other == l {
				return true
			}
		}
	}
	if !again {
		c.records = append(c.records, l)
	}
	return again
}
