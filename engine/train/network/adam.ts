const meanDecay = 0.9;
const squareDecay = 0.999;
const epsilon = 1e-8;

/** Adam (Kingma and Ba, 2015): each weight has a step of its own, from the mean and the spread of its gradients. */
export class Adam {
  private readonly means: Float32Array;
  private readonly squares: Float32Array;
  private readonly learningRate: number;
  // meanDecay and squareDecay to the power of the steps taken.
  private meanLeft = 1;
  private squareLeft = 1;

  constructor(size: number, learningRate: number) {
    this.means = new Float32Array(size);
    this.squares = new Float32Array(size);
    this.learningRate = learningRate;
  }

  /** Moves the weights against their gradients. */
  move(weights: Float32Array, gradients: Float32Array): void {
    const { means, squares } = this;
    this.meanLeft *= meanDecay;
    this.squareLeft *= squareDecay;
    // Both means begin at 0 and are too small at first.
    const rate = (this.learningRate * Math.sqrt(1 - this.squareLeft)) / (1 - this.meanLeft);
    for (let i = 0; i < weights.length; i++) {
      const gradient = gradients[i];
      means[i] += (1 - meanDecay) * (gradient - means[i]);
      squares[i] += (1 - squareDecay) * (gradient * gradient - squares[i]);
      weights[i] -= (rate * means[i]) / (Math.sqrt(squares[i]) + epsilon);
    }
  }
}
