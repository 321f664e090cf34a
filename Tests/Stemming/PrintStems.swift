// Prints the different words of a text with their stems, for compare-with-snowball.
//
// Reads the text from the standard input. A line has a word, its English stem, and the beginnings that search looks up
// for this stem.

import Foundation
import Text

@main
enum PrintStems {
    static func main() {
        let scratch = Words.Scratch()
        let text = FileHandle.standardInput.readDataToEndOfFile()
        var words: Set<[UInt8]> = []
        text.withUnsafeBytes { bytes in
            var reader = Words(bytes.bindMemory(to: UInt8.self), scratch)
            while reader.next() { words.insert(reader.bytes) }
        }
        var output: [UInt8] = []
        for word in words {
            let stem = StemmingRules.english.stem(word)
            let columns = [word, stem] + StemmingRules.english.beginnings(ofStem: stem)
            output += columns.joined(separator: [0x20]) + [0x0A]
        }
        FileHandle.standardOutput.write(Data(output))
    }
}
