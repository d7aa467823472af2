"""What to ask next: response model, belief, policy and formats; pure, and without a screen."""
