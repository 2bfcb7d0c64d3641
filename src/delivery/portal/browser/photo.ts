const longestSide = 2400;
const bytesWorthIt = 1_000_000;

/** A photo of twelve megapixels says no more about a screen than one of three, and takes a minute less to go up. */
export async function photoForTheRoad(photo: File): Promise<File> {
  if (photo.size < bytesWorthIt || photo.type !== 'image/jpeg') return photo;
  try {
    const picture = await createImageBitmap(photo);
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise<Blob | null>((resolve) =>
      canvas.toBlob(resolve, 'image/jpeg', 0.85),
    );
    return small === null || small.size >= photo.size
      ? photo
      : new File([small], photo.name, { type: 'image/jpeg' });
  } catch {
    // A photo that this phone cannot scale goes up as it is.
    return photo;
  }
}
