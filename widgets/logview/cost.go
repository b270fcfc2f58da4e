package logview

// What a search and a filter scan is bounded, so that no expression and no message delays a key: an expression takes
// 5 to 7 ns a byte for each of its steps in the worst case (BenchmarkPattern), which is 23 s for 3 MiB and 1,000 steps.
const (
	// MaxText is how many bytes of a text are scanned, at the most.
	MaxText = 256 << 10
	// maxSteps is how large an expression may be, in instructions of its program.
	maxSteps = 400

	stepCost = 7          // ns for each byte and step, in the worst case
	baseCost = 5          // ns for each byte
	mostCost = 16_000_000 // ns for one text
	cellCost = 250_000    // ns for what is highlighted of one entry
	usually  = 4          // an expression is so many times faster, mostly

	// lookahead is how many cells beyond those that are shown are scanned for the ends of a match, at the most, and
	// minLookahead how many with an expression that takes long.
	lookahead    = 320
	minLookahead = 16
)

// worst is what a byte costs by re, in ns.
func (p *pattern) worst() int { return baseCost + stepCost*p.steps }

// most is how many bytes of a text re scans.
func (p *pattern) most() int { return min(MaxText, mostCost/p.worst()) }

// price is what so many bytes cost beyond what any text does, in entries.
func (p *pattern) price(bytes int) int {
	if p.literals != nil {
		return 0
	}
	return min(bytes, p.most()) * p.worst() / usually / costly
}

// reach is how many cells beyond those that are shown are scanned, on either side.
func (p *pattern) reach(cells int) int {
	if p.literals != nil {
		return lookahead
	}
	return min(max((cellCost/p.worst()-cells)/2, minLookahead), lookahead)
}
